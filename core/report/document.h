/* A document as report scripts build it: headings, paragraphs, tables with merged cells. Renderers turn it into bytes.
 * Same document, same bytes. */
#ifndef TONGXIN_REPORT_DOCUMENT_H
#define TONGXIN_REPORT_DOCUMENT_H
#endif
