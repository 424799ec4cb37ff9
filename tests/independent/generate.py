#!/usr/bin/env python3
"""A synthetic roster in the shape of data/jinhua, the same bytes for the same seed.

    generate.py SEED MEMBERS OUT_DIR        writes roster.csv, windows.csv and previous.csv into OUT_DIR

Every person, unit and number is invented. The Jinhua measure always has a plan for such a roster, and each roster
holds what a straight reading of the measure stumbles over (README.md lists it). The number of leaders, windows and
their sizes come from the seed; MEMBERS is the number of rows, from 300 to 1,600. previous.csv is an older list of
pairs that the roster has partly outgrown: it cannot be kept whole.
"""
import argparse
import csv
import os
import sys

HEADINGS = ["编号", "姓名", "性别", "党派", "界别", "窗口", "县市区", "单位", "政协职务", "身份", "电话", "排序"]
COMMITTEES = ["提案委", "经济委", "农业农村委", "人资环委", "教科卫体委", "社法委", "民宗委", "港澳台侨委", "委员工作委",
              "文化文史和学习委"]
COUNTIES = ["东城", "西城", "南湖", "北山", "临江", "云溪", "青田岭", "白沙", "古井", "新桥", "石门", "长乐"]
PLACES = ["柳林", "梅园", "双溪", "龙泉", "凤凰", "大洋", "小塘", "马路口", "三江", "罗店", "塔石", "白竹", "后大街", "汤家",
          "雅畈", "岭下", "曹宅", "洞井", "赤松", "澧浦", "源东", "江东", "多湖", "仙桥", "鞋塘", "塘雅"]
SECTORS = ["总工会", "共青团", "妇联", "科协", "侨联", "工商联", "台联", "文艺", "科技", "社科", "经济界(一)", "经济界(二)",
           "农业", "教育界", "体育", "新闻出版界", "医卫界", "少数民族", "社会福利", "特邀(一)", "特邀(二)"]
PARTIES = ["民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟"]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金"
SURNAMES_RARE = ["欧阳", "诸葛", "仇", "单", "解", "缪", "仉", "亓"]
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅文斌建国志恒晓春燕波宁琴云飞鹏辉海峰秀珍俊雪莉倩"
GIVEN_RARE = ["䶮", "㛃", "𬱖", "堃", "喆", "犇", "淼", "翀", "甯", "頔", "㑇", "𫖯"]


PAIR_HEADINGS = ["联系类别", "联系人编号", "联系人", "联系对象编号", "联系对象"]


class Random:
    """splitmix64 (Steele, Lea and Flood 2014): small, and the same in every version of Python."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFFFFFFFFFF

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        value = self.state
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return value ^ (value >> 31)

    def below(self, limit):
        return self.next() % limit

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, things):
        return things[self.below(len(things))]

    def shuffle(self, things):
        for last in range(len(things) - 1, 0, -1):
            other = self.below(last + 1)
            things[last], things[other] = things[other], things[last]

    def weighted(self, things, weights):
        place = self.below(sum(weights))
        for thing, weight in zip(things, weights):
            place -= weight
            if place < 0:
                return thing
        raise AssertionError("weights do not cover the range")


class County:
    """The windows and what they are like: who lives there and where people work."""

    def __init__(self, random, members):
        self.leaders = random.between(4, 12)
        most = min(4 * self.leaders, len(COMMITTEES) + len(COUNTIES) + len(PLACES), members // 8)
        self.windows = random.between(2 * self.leaders, max(most, 2 * self.leaders))
        self.counties = COUNTIES[:random.between(5, len(COUNTIES))]
        names = [(name, "专委会", None) for name in COMMITTEES]
        names += [(name, "县市区", name) for name in self.counties]
        names += [(name, "乡镇", None) for name in PLACES]
        if self.windows > len(names):
            self.counties = COUNTIES
            names[len(COMMITTEES):len(names) - len(PLACES)] = [(name, "县市区", name) for name in COUNTIES]
        # The largest counts of leaders need all names; a smaller one leaves the towns out first.
        self.window = names[:self.windows]
        self.home = {name: home if kind == "县市区" else (random.pick(self.counties) if kind == "乡镇" else None)
                     for name, kind, home in self.window}
        self.weight = [random.between(6, 24) if kind == "专委会" else random.between(2, 9) for _, kind, _ in self.window]
        self.units = random.between(4, 14)

    def names(self):
        return [name for name, _, _ in self.window]


class Roster:
    def __init__(self, random, county, total):
        self.random, self.county, self.total = random, county, total
        self.rows = []
        self.lone = set()         # windows with one Party member, who shares a unit with others
        self.led = set()          # windows whose only Party member is a leader

    def name(self):
        random = self.random
        surname = random.pick(SURNAMES_RARE) if random.chance(4) else random.pick(SURNAMES)
        given = "".join(random.pick(GIVEN) for _ in range(random.between(1, 2)))
        if random.chance(4):
            given = given[:-1] + random.pick(GIVEN_RARE)
        return surname + given

    def place(self):
        """A window by weight, not one of those that are kept small."""
        names = self.county.names()
        while True:
            name = self.random.weighted(names, self.county.weight)
            if name not in self.lone and name not in self.led:
                return name

    def lives(self, window):
        home = self.county.home[window]
        if home and self.random.chance(75):
            return home
        if self.random.chance(55):
            return "市本级"
        return "" if self.random.chance(6) else self.random.pick(self.county.counties)

    def add(self, party, sector, window, role="", **more):
        random = self.random
        lives = self.lives(window)
        unit = f"{lives or '外地'}单位{random.below(self.county.units) + 1:02d}" if random.chance(88) else ""
        row = {"姓名": self.name(), "性别": random.pick("男男男女女"), "党派": party, "界别": sector, "窗口": window,
               "县市区": lives, "单位": unit, "政协职务": "常委" if random.chance(15) else "委员", "身份": role,
               "免联系理由": "", "排序": "", "备注": ""}
        row.update(more)
        self.rows.append(row)
        return row

    def party_text(self):
        """Mostly 中共; the spellings that offices write, and second parties (交叉党员)."""
        return self.random.weighted(["中共", "中国共产党", "中共党员", "民建、中共", "中共、民盟"], [88, 4, 4, 2, 2])

    def other_party(self):
        return self.random.pick(PARTIES) if self.random.chance(45) else ("无党派" if self.random.chance(30) else "群众")

    def usual_sector(self):
        return self.random.pick(SECTORS)

    # What the measure needs, in turn.

    def add_small_windows(self):
        """Windows where the two tiers, or a principle, are tied tightly."""
        random, names = self.random, self.county.names()
        spare = names[len(names) // 2:]
        random.shuffle(spare)
        for name in spare[:random.between(0, 2)]:
            self.lone.add(name)
            member = self.add("中共", self.usual_sector(), name)
            member["单位"] = f"{name}管理处"
            for same in range(random.between(2, 5)):
                other = self.add(self.other_party(), self.usual_sector(), name)
                if same < 2:
                    other["单位"] = member["单位"]
        if random.chance(50):
            self.led.add(spare[-1])

    def add_leaders(self):
        led = sorted(self.led)
        for order in range(1, self.county.leaders + 1):
            window = led.pop() if led else self.random.pick(COMMITTEES[:min(len(COMMITTEES), self.county.windows)])
            if window in self.lone:
                window = self.place()
            role = "党组成员、界别党员负责人" if self.random.chance(8) else "党组成员"
            self.add("中共", "中共", window, role, 排序=str(order), 政协职务="主席" if order == 1 else "副主席")

    def add_sector_heads(self):
        for _ in range(max(2, self.county.leaders + self.random.between(-3, 3))):
            self.add("中共", self.usual_sector(), self.place(), "界别党员负责人")

    def add_heads(self):
        random = self.random
        for number in range(2 * self.county.leaders + random.between(1, 4)):
            role = random.weighted(["界别活动组组长", "专委会副主任", "界别活动组组长、专委会副主任"], [75, 20, 5])
            sector = random.weighted([self.usual_sector(), "无党派", "宗教界"], [80, 12, 8])
            window = sorted(self.led)[0] if self.led and number == 0 else self.place()
            self.add("无党派" if sector == "无党派" else self.other_party(), sector, window, role)
        for _ in range(random.between(0, 2)):
            self.add("民建、中共", self.usual_sector(), self.place(), "界别活动组组长")

    def add_sectors(self):
        """无党派 and 宗教界: enough for each leader, and a few Party members in the same sectors."""
        random = self.random
        for sector, party in (("无党派", "无党派"), ("宗教界", "群众")):
            for number in range(self.county.leaders + random.between(1, self.county.leaders)):
                window = sorted(self.led)[0] if self.led and number == 0 and sector == "宗教界" else self.place()
                self.add(party, sector, window)
            for _ in range(random.between(0, 2)):
                self.add("中共", sector, self.place())

    def add_exempt(self):
        """Some rosters have a column of exemptions; an exempt member is in no set, whatever the role."""
        random = self.random
        if random.chance(60):
            for number in range(random.between(2, 6)):
                party = "中共" if random.chance(40) else self.other_party()
                role = "界别党员负责人" if party == "中共" else "界别活动组组长" if number == 0 else ""
                row = self.add(party, self.usual_sector(), self.place(), role)
                row["免联系理由"] = random.pick(["长期在境外", "因病"])
                if number % 2:
                    row["窗口"] = ""

    def add_rest(self):
        """Everybody else; every window has a Party member of its own but those that a leader alone stands for."""
        random = self.random
        for window in self.county.names():
            if window not in self.led and window not in self.lone:
                self.add(self.party_text(), self.usual_sector(), window)
        share = random.between(28, 48)
        while len(self.rows) < self.total:
            window = self.place()
            if random.chance(share):
                self.add(self.party_text(), "中共" if random.chance(10) else self.usual_sector(), window)
            else:
                self.add(self.other_party(), self.usual_sector(), window)
        if len(self.rows) > self.total:
            raise SystemExit(f"generate.py: {self.total} members are too few for this seed")

    def finish(self, seed):
        """Ids in an order of their own, rows by sector as offices send them, some blanks at the ends of cells."""
        random = self.random
        random.shuffle(self.rows)
        for number, row in enumerate(self.rows, 1):
            row["编号"] = f"T{seed:02d}{number:04d}"
            row["电话"] = f"000-{number:07d}"
            if random.chance(2):
                row["备注"] = "委员, 兼任\"顾问\""
            if random.chance(1):
                row["单位"] += " "
            if random.chance(1):
                row["县市区"] += "　"
        self.rows.sort(key=lambda row: (row["界别"], row["编号"]))


class Previous:
    """An older list: full of pairs that a plan may keep, and of some that it cannot."""

    def __init__(self, random, county, rows):
        self.random, self.names, self.pairs = random, county.names(), []
        self.leaders = [row for row in rows if "党组成员" in row["身份"]]
        self.others = [row for row in rows if "党组成员" not in row["身份"]]
        self.party = [row for row in self.others if "中共" in row["党派"] or "中国共产党" in row["党派"]]
        self.non_party = [row for row in self.others if row not in self.party]

    def add(self, relation, source, target):
        self.pairs.append([relation, source["编号"], source["姓名"], target["编号"], target["姓名"]])

    def add_branches(self):
        """Each window had a leader, by chance; some leaders then had more than four or fewer than two. One is gone."""
        for name in self.names:
            if self.random.chance(85):
                self.add("履职临时党支部", self.random.pick(self.leaders), {"编号": "", "姓名": name})
        self.add("履职临时党支部", self.random.pick(self.leaders), {"编号": "", "姓名": "撤销的窗口"})

    def add_people(self):
        """Two leaders may share a person, and some persons are no longer what they were (exempt, in the Party)."""
        pools = {
            "界别党员委员": (1, [row for row in self.party if "界别党员负责人" in row["身份"]]),
            "党外界别活动组组长或专委会副主任": (2, [row for row in self.others if "组组长" in row["身份"] or "副主任" in row["身份"]]),
            "无党派人士": (1, [row for row in self.others if row["界别"] == "无党派"]),
            "宗教界委员": (1, [row for row in self.others if row["界别"] == "宗教界"]),
        }
        for leader in self.leaders:
            for relation, (load, pool) in pools.items():
                first = self.random.below(len(pool))
                for number in range(load):
                    self.add(relation, leader, pool[(first + number) % len(pool)])

    def add_liaison(self):
        """Most non-Party members had a Party member of their window; a few windows were others then."""
        for row in self.non_party:
            if self.random.chance(60):
                near = [source for source in self.party if source["窗口"] == row["窗口"]]
                if near and not self.random.chance(4):
                    self.add("党员委员联系党外委员", self.random.pick(near), row)
                else:
                    self.add("党员委员联系党外委员", self.random.pick(self.party), row)

    def add_departed(self):
        """Pairs with one who has left the roster: they count nothing."""
        gone = {"编号": self.leaders[0]["编号"][:3] + "9999", "姓名": "离任"}
        self.add("党员委员联系党外委员", gone, self.random.pick(self.non_party))
        self.add("党员委员联系党外委员", self.random.pick(self.party), gone)
        self.add("界别党员委员", self.leaders[0], gone)


def generate_previous(random, county, rows):
    previous = Previous(random, county, rows)
    previous.add_branches()
    previous.add_people()
    previous.add_liaison()
    previous.add_departed()
    return previous.pairs


def generate(seed, members):
    """The rows of the roster, its headings, the rows of windows, and the pairs of an older list."""
    random = Random(seed)
    county = County(random, members)
    roster = Roster(random, county, members)
    roster.add_small_windows()
    roster.add_leaders()
    roster.add_sector_heads()
    roster.add_heads()
    roster.add_sectors()
    roster.add_exempt()
    roster.add_rest()
    roster.finish(seed)
    headings = list(HEADINGS)
    if any(row["免联系理由"] for row in roster.rows):
        headings.append("免联系理由")
    headings.append("备注")
    windows = [[name, f"委员同心汇·{name}窗口", kind, order] for order, (name, kind, _) in enumerate(county.window, 1)]
    previous = generate_previous(random, county, roster.rows)
    return [[row[heading] for heading in headings] for row in roster.rows], headings, windows, previous


def write(seed, members, folder):
    """The three files; every other seed as Windows offices save them, with a byte order mark and CRLF."""
    rows, headings, windows, previous = generate(seed, members)
    os.makedirs(folder, exist_ok=True)
    encoding, end = ("utf-8-sig", "\r\n") if seed % 2 == 0 else ("utf-8", "\n")
    for name, heading, table in (("roster.csv", headings, rows),
                                 ("windows.csv", ["窗口", "全称", "类别", "排序"], windows),
                                 ("previous.csv", PAIR_HEADINGS, previous)):
        with open(os.path.join(folder, name), "w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, lineterminator=end)
            writer.writerow(heading)
            writer.writerows(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("members", type=int)
    parser.add_argument("folder")
    options = parser.parse_args()
    if not 300 <= options.members <= 1600:
        parser.error("MEMBERS is between 300 and 1600")
    if not 1 <= options.seed <= 99:
        parser.error("SEED is between 1 and 99")
    write(options.seed, options.members, options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
