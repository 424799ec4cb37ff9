#!/usr/bin/env python3
"""The rosters of the schemes that travel with the program beside Jinhua's: synthetic, the same bytes each time.

    generate.py OUT_DIR     writes county-model/roster.csv, puer/roster.csv and deqing/roster.csv into OUT_DIR

Every person and unit is invented. data/ holds what it writes; test_counties.py holds the two against each other.
"""
import csv
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "independent"))
from generate import GIVEN, PARTIES, Random, SURNAMES  # noqa: E402

HEADINGS = ["编号", "姓名", "性别", "党派", "界别", "窗口", "县市区", "单位", "政协职务", "身份", "免联系理由", "排序"]
SECTORS = ["经济界", "教育界", "医卫界", "农业界", "科技界", "社会福利界", "文化艺术界", "工商联"]
TOWNSHIPS = ["云溪镇", "石门镇", "古井镇", "柳林乡", "双溪乡", "龙泉乡", "白竹乡", "岭下镇", "大洋镇", "塔石乡"]
SQUADS = ["第一小组", "第二小组", "第三小组", "第四小组", "第五小组", "第六小组", "第七小组", "第八小组", "第九小组"]
UNITS = ["中学", "卫生院", "农技站", "供销社", "文化馆", "粮油公司", "建材厂", "中心小学", "水利站", "电商园"]


class People:
    """Rows of a roster; names do not repeat."""

    def __init__(self, seed, prefix):
        self.random, self.prefix = Random(seed), prefix
        self.rows, self.names = [], set()

    def name(self):
        while True:
            name = self.random.pick(SURNAMES) + self.random.pick(GIVEN) + (
                self.random.pick(GIVEN) if self.random.chance(70) else "")
            if name not in self.names:
                self.names.add(name)
                return name

    def add(self, **cells):
        row = dict.fromkeys(HEADINGS, "")
        row.update({"编号": f"{self.prefix}{len(self.rows) + 1:04d}", "姓名": self.name(),
                    "性别": "女" if self.random.chance(35) else "男"}, **cells)
        self.rows.append(row)

    def other_party(self):
        return self.random.pick(PARTIES) if self.random.chance(40) else "无党派"


def county_model():
    """Ten townships; in each, three non-Party members a Party member at most."""
    people = People(2026, "XM")
    for i, township in enumerate(TOWNSHIPS[:5]):
        people.add(党派="中共", 界别="中共", 窗口=TOWNSHIPS[i + 3], 县市区=township, 单位="县政协", 政协职务="副主席" if i else "主席",
                   身份="党组成员", 排序=i + 1)
    for township in TOWNSHIPS:
        party = people.random.between(3, 8)
        for party_member in range(party + people.random.between(party, 2 * party + 2)):
            unit = township[:-1] + people.random.pick(UNITS)
            people.add(党派="中共" if party_member < party else people.other_party(), 界别=people.random.pick(SECTORS), 窗口=township,
                       县市区=township, 单位=unit if people.random.chance(90) else "", 政协职务="委员",
                       身份="新委员" if people.random.chance(25) else "")
    return people.rows, HEADINGS


def puer():
    """Nine groups: in some fewer non-Party members than Party members, in others more than twice as many."""
    people = People(2021, "PE")
    for i in range(6):
        people.add(党派="中共", 界别="中共", 窗口="机关", 单位="市政协", 政协职务="副主席" if i else "主席", 身份="党组成员",
                   排序=i + 1, 活动小组=SQUADS[i])
    for number, squad in enumerate(SQUADS):
        party = people.random.between(4, 9)
        others = party - 2 if number % 3 == 0 else 2 * party + 3 if number % 3 == 1 else people.random.between(party, 2 * party)
        for member in range(party + others):
            people.add(党派="中共" if member < party else people.other_party(), 界别=people.random.pick(SECTORS), 窗口="市直",
                       单位="市" + people.random.pick(UNITS), 政协职务="委员", 活动小组=squad)
    return people.rows, HEADINGS + ["活动小组"]


def deqing():
    """Members of eight sectors, and three to four people of the sector for each of them."""
    people = People(1998, "DQ")
    for sector in SECTORS:
        count = people.random.between(4, 8)
        for kind, many in (("", count), ("界别群众", people.random.between(3 * count, 4 * count))):
            for _ in range(many):
                place = people.random.pick(TOWNSHIPS)
                people.add(党派="中共" if not kind and people.random.chance(50) else people.other_party() if not kind else "群众",
                           界别=sector, 窗口=sector + "窗口", 县市区=place, 单位=place[:-1] + people.random.pick(UNITS),
                           政协职务="" if kind else "委员", 身份=kind)
    return people.rows, HEADINGS


ROSTERS = {"county-model": county_model, "puer": puer, "deqing": deqing}


def write(folder):
    for name, make in ROSTERS.items():
        rows, headings = make()
        os.makedirs(os.path.join(folder, name), exist_ok=True)
        with open(os.path.join(folder, name, "roster.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(sys.argv[1])
