"""Workbooks made of strings and zipfile, so that hostile ones can be made as easily as honest ones."""
import io
import zipfile
from xml.sax.saxutils import escape

TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/></Types>')
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def column(index):
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell(reference, value):
    """Text inline, numbers as they are, and (attributes, content) as given."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f'<c r="{reference}" {value[0]}>{value[1]}</c>'
    if isinstance(value, (int, float)):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def sheet(rows, merges=(), head="", hidden=()):
    """rows: lists of cells; None is a row that is not there. hidden: numbers of rows that people do not see."""
    body = "".join(f'<row r="{r}"' + (' hidden="1">' if r in hidden else ">") + "".join(cell(f"{column(c)}{r}", value) for c, value in enumerate(row)) + "</row>"
                   for r, row in enumerate(rows, 1) if row is not None)
    joined = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    return (f'<?xml version="1.0" encoding="UTF-8"?>{head}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>'
            + (f"<mergeCells>{joined}</mergeCells>" if joined else "") + "</worksheet>")


STRUCK = object()  # as a format: General, in a font that is struck through


def styles(formats):
    """One cell style for each format code or number, or STRUCK; style 0 is General."""
    codes = "".join(f'<numFmt numFmtId="{200 + i}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
                    for i, code in enumerate(formats) if isinstance(code, str))
    xfs = '<xf numFmtId="0"/>' + "".join(
        '<xf numFmtId="0" fontId="1"/>' if code is STRUCK else
        f'<xf numFmtId="{code if isinstance(code, int) else 200 + i}" fontId="0"/>' for i, code in enumerate(formats))
    return (f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><fonts><font><sz val="11"/><strike val="0"/></font>'
            '<font><strike/></font></fonts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
            f"<cellXfs>{xfs}</cellXfs></styleSheet>")


def parts(sheets, formats=(), shared=None, date1904=False, states=None):
    """The parts of a workbook of these sheets: name and XML. states: "hidden" by names of sheets."""
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}" '
                     f'state="{(states or {}).get(name, "visible")}"/>'
                     for i, (name, _) in enumerate(sheets, 1))
    found = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                    for i in range(1, len(sheets) + 1))
    found += f'<Relationship Id="s" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>'
    if shared is not None:
        found += f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="../xl/sharedStrings.xml"/>'
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships><Relationship Id="x" Type="{OFFICE}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{OFFICE}"><x:workbookPr date1904="{int(date1904)}"/>'
                           "<x:sheets>" + listed.replace("<sheet ", "<x:sheet ") + "</x:sheets></x:workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{found}</Relationships>",
        "xl/styles.xml": styles(formats),
    }
    if shared is not None:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    for i, (_, xml) in enumerate(sheets, 1):
        made[f"xl/worksheets/sheet{i}.xml"] = xml
    return made


def pack(made):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in made.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
