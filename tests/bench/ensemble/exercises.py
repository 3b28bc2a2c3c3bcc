# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small exercises: two solutions that are right and written differently, what the tests check (gates), what would be
asked of candidates that passed them (inputs: an expression and what the task alone lets one expect, or None), and what
tells right from wrong in the end (truth)."""

EXERCISES = [
    dict(
        id="slug",
        task="slug(text): lower-case words of letters and digits joined by single hyphens; no hyphen at either end.",
        solutions=[
            "def slug(text):\n    out = []\n    word = ''\n    for c in text.lower():\n        if c.isalnum():\n            word += c\n        elif word:\n            out.append(word)\n            word = ''\n    if word:\n        out.append(word)\n    return '-'.join(out)\n",
            "import re\n\n\ndef slug(text):\n    return '-'.join(re.findall(r'[^\\W_]+', text.lower()))\n",
        ],
        gates=["slug('Hello World')", "slug('a b')"],
        inputs=[("slug('')", "''"), ("slug(' x ')", "'x'"), ("slug('a--b')", "'a-b'"), ("slug('A1 b2!')", None), ("slug('!!!')", "''"), ("slug('snake_case')", None)],
        truth=["slug('')", "slug('!a')", "slug('a!')", "slug('a  b')", "slug('A_B')", "slug('x1 2y')", "slug('--')", "slug('One, two;three')"],
    ),
    dict(
        id="median",
        task="median(values): the middle value; of an even number the mean of the two in the middle; ValueError for none.",
        solutions=[
            "def median(values):\n    if not values:\n        raise ValueError('no values')\n    s = sorted(values)\n    n = len(s)\n    if n % 2 == 1:\n        return s[n // 2]\n    return (s[n // 2 - 1] + s[n // 2]) / 2\n",
            "def median(values):\n    rest = sorted(values)\n    if len(rest) == 0:\n        raise ValueError('nothing')\n    while len(rest) > 2:\n        rest = rest[1:-1]\n    return rest[0] if len(rest) == 1 else (rest[0] + rest[1]) / 2\n",
        ],
        gates=["median([3, 1, 2])", "median([5])"],
        inputs=[("median([])", "ValueError"), ("median([1, 2])", "1.5"), ("median([4, 1, 3, 2])", "2.5"), ("median([2, 2, 2])", "2"), ("median([-1, 0, 10, 11])", None)],
        truth=["median([])", "median([1, 2])", "median([4, 3, 2, 1])", "median([9, 1, 5, 7, 3])", "median([0, 0])", "median([1, 1, 8, 9])"],
    ),
    dict(
        id="leap",
        task="leap(year): whether a year of the Gregorian calendar is a leap year.",
        solutions=[
            "def leap(year):\n    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)\n",
            "def leap(year):\n    if year % 400 == 0:\n        return True\n    if year % 100 == 0:\n        return False\n    return year % 4 == 0\n",
        ],
        gates=["leap(2024)", "leap(2023)"],
        inputs=[("leap(1900)", "False"), ("leap(2000)", "True"), ("leap(2100)", "False"), ("leap(1996)", "True"), ("leap(1999)", None)],
        truth=["leap(%d)" % y for y in (1600, 1700, 1896, 1900, 1904, 2000, 2001, 2096, 2100, 2400)],
    ),
    dict(
        id="clamp",
        task="clamp(value, low, high): value kept within [low, high]; ValueError where low > high.",
        solutions=[
            "def clamp(value, low, high):\n    if low > high:\n        raise ValueError('low > high')\n    return max(low, min(value, high))\n",
            "def clamp(value, low, high):\n    if high < low:\n        raise ValueError('bounds')\n    if value < low:\n        return low\n    if value > high:\n        return high\n    return value\n",
        ],
        gates=["clamp(5, 0, 10)", "clamp(-1, 0, 10)"],
        inputs=[("clamp(11, 0, 10)", "10"), ("clamp(0, 0, 10)", "0"), ("clamp(10, 0, 10)", "10"), ("clamp(1, 3, 2)", "ValueError"), ("clamp(7, 2, 2)", None)],
        truth=["clamp(11, 0, 10)", "clamp(10, 0, 10)", "clamp(0, 0, 10)", "clamp(1, 3, 2)", "clamp(2, 2, 2)", "clamp(1, 2, 2)", "clamp(3, 2, 2)"],
    ),
    dict(
        id="chunks",
        task="chunks(items, size): lists of at most size items, in order; ValueError where size < 1.",
        solutions=[
            "def chunks(items, size):\n    if size < 1:\n        raise ValueError('size')\n    return [list(items[i:i + size]) for i in range(0, len(items), size)]\n",
            "def chunks(items, size):\n    if size <= 0:\n        raise ValueError(size)\n    out = []\n    for item in items:\n        if not out or len(out[-1]) == size:\n            out.append([])\n        out[-1].append(item)\n    return out\n",
        ],
        gates=["chunks([1, 2, 3, 4], 2)"],
        inputs=[("chunks([], 2)", "[]"), ("chunks([1, 2, 3], 2)", "[[1, 2], [3]]"), ("chunks([1], 5)", None), ("chunks([1, 2], 0)", "ValueError"), ("chunks([1, 2, 3], 1)", "[[1], [2], [3]]"), ("chunks([1], -1)", None)],
        truth=["chunks([], 3)", "chunks([1, 2, 3, 4, 5], 2)", "chunks([1, 2, 3], 3)", "chunks([1], 1)", "chunks([1, 2], 0)", "chunks([1, 2], -2)", "chunks([1, 2, 3], 1)", "chunks([1, 2, 3, 4], 3)"],
    ),
    dict(
        id="rle",
        task="rle(text): runs as (character, length), in order.",
        solutions=[
            "def rle(text):\n    out = []\n    for c in text:\n        if out and out[-1][0] == c:\n            out[-1] = (c, out[-1][1] + 1)\n        else:\n            out.append((c, 1))\n    return out\n",
            "import itertools\n\n\ndef rle(text):\n    return [(c, len(list(run))) for c, run in itertools.groupby(text)]\n",
        ],
        gates=["rle('ab')"],
        inputs=[("rle('')", "[]"), ("rle('aab')", "[('a', 2), ('b', 1)]"), ("rle('aba')", None), ("rle('zzzz')", "[('z', 4)]"), ("rle('aAa')", None)],
        truth=["rle('')", "rle('a')", "rle('aa')", "rle('aabba')", "rle('abba')", "rle('bbb')"],
    ),
    dict(
        id="roman",
        task="roman(n): the Roman numeral of 1 to 3999; ValueError outside.",
        solutions=[
            "def roman(n):\n    if n < 1 or n > 3999:\n        raise ValueError(n)\n    out = ''\n    for value, sign in ((1000, 'M'), (900, 'CM'), (500, 'D'), (400, 'CD'), (100, 'C'), (90, 'XC'), (50, 'L'), (40, 'XL'), (10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I')):\n        while n >= value:\n            out += sign\n            n -= value\n    return out\n",
            "def roman(n):\n    if not 1 <= n <= 3999:\n        raise ValueError('range')\n    ones = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']\n    tens = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC']\n    hundreds = ['', 'C', 'CC', 'CCC', 'CD', 'D', 'DC', 'DCC', 'DCCC', 'CM']\n    return 'M' * (n // 1000) + hundreds[n // 100 % 10] + tens[n // 10 % 10] + ones[n % 10]\n",
        ],
        gates=["roman(12)", "roman(1)"],
        inputs=[("roman(4)", "'IV'"), ("roman(1994)", "'MCMXCIV'"), ("roman(0)", "ValueError"), ("roman(3999)", None), ("roman(4000)", "ValueError"), ("roman(90)", "'XC'"), ("roman(500)", None)],
        truth=["roman(%d)" % n for n in (0, 1, 3, 4, 9, 14, 40, 49, 90, 99, 400, 444, 900, 1000, 3999, 4000, -1)],
    ),
    dict(
        id="bisect",
        task="find(values, wanted): the first place at which wanted may be inserted into the sorted values.",
        solutions=[
            "def find(values, wanted):\n    low = 0\n    high = len(values)\n    while low < high:\n        middle = (low + high) // 2\n        if values[middle] < wanted:\n            low = middle + 1\n        else:\n            high = middle\n    return low\n",
            "def find(values, wanted):\n    for place, value in enumerate(values):\n        if value >= wanted:\n            return place\n    return len(values)\n",
        ],
        gates=["find([1, 3, 5], 3)", "find([1, 3, 5], 4)"],
        inputs=[("find([], 1)", "0"), ("find([2, 2, 2], 2)", "0"), ("find([1, 2], 3)", "2"), ("find([1, 2], 0)", "0"), ("find([1, 2, 2, 3], 2)", None), ("find([5], 5)", None)],
        truth=["find([], 1)", "find([2, 2, 2], 2)", "find([1, 2], 3)", "find([1, 2], 0)", "find([1], 1)", "find([1], 2)", "find([1, 2, 3, 4], 4)", "find([1, 1, 2], 1)"],
    ),
    dict(
        id="wrap",
        task="wrap(text, width): words put into lines of at most width characters; a longer word has a line of its own.",
        solutions=[
            "def wrap(text, width):\n    lines = []\n    for word in text.split():\n        if lines and len(lines[-1]) + 1 + len(word) <= width:\n            lines[-1] += ' ' + word\n        else:\n            lines.append(word)\n    return lines\n",
            "def wrap(text, width):\n    lines = []\n    current = ''\n    for word in text.split():\n        longer = word if current == '' else current + ' ' + word\n        if current != '' and len(longer) > width:\n            lines.append(current)\n            current = word\n        else:\n            current = longer\n    if current != '':\n        lines.append(current)\n    return lines\n",
        ],
        gates=["wrap('aa bb cc', 5)"],
        inputs=[("wrap('', 5)", "[]"), ("wrap('aa bb', 4)", "['aa', 'bb']"), ("wrap('aaaaaa b', 3)", "['aaaaaa', 'b']"), ("wrap('a b c d', 3)", "['a b', 'c d']"), ("wrap('  a  ', 1)", None), ("wrap('aa b', 4)", "['aa b']")],
        truth=["wrap('', 3)", "wrap('aa bb', 4)", "wrap('aa bb', 5)", "wrap('a b c d', 3)", "wrap('aaaaaa b', 3)", "wrap('a', 1)", "wrap('a bb ccc', 4)", "wrap('x yy z', 2)"],
    ),
    dict(
        id="balance",
        task="balanced(text): whether (), [] and {} are closed in the right order; other characters do not count.",
        solutions=[
            "def balanced(text):\n    pairs = {')': '(', ']': '[', '}': '{'}\n    open_ones = []\n    for c in text:\n        if c in '([{':\n            open_ones.append(c)\n        elif c in pairs:\n            if not open_ones or open_ones.pop() != pairs[c]:\n                return False\n    return not open_ones\n",
            "def balanced(text):\n    only = ''.join(c for c in text if c in '()[]{}')\n    while True:\n        shorter = only.replace('()', '').replace('[]', '').replace('{}', '')\n        if shorter == only:\n            return only == ''\n        only = shorter\n",
        ],
        gates=["balanced('(a)')", "balanced('(]')"],
        inputs=[("balanced('')", "True"), ("balanced('(')", "False"), ("balanced(')')", "False"), ("balanced('([)]')", "False"), ("balanced('{[()]}')", "True"), ("balanced('a)b(')", None)],
        truth=["balanced('')", "balanced('(')", "balanced(')')", "balanced('([)]')", "balanced('{[()]}')", "balanced('()[]')", "balanced('}{')", "balanced('x')", "balanced('(()')"],
    ),
    dict(
        id="merge",
        task="merge(spans): closed intervals (from, to) sorted and joined where they touch or overlap.",
        solutions=[
            "def merge(spans):\n    out = []\n    for start, end in sorted(spans):\n        if out and start <= out[-1][1]:\n            out[-1] = (out[-1][0], max(out[-1][1], end))\n        else:\n            out.append((start, end))\n    return out\n",
            "def merge(spans):\n    rest = sorted(spans)\n    out = []\n    while rest:\n        start, end = rest.pop(0)\n        while rest and rest[0][0] <= end:\n            end = max(end, rest.pop(0)[1])\n        out.append((start, end))\n    return out\n",
        ],
        gates=["merge([(1, 3), (2, 5)])", "merge([(1, 2), (4, 5)])"],
        inputs=[("merge([])", "[]"), ("merge([(1, 2), (2, 3)])", "[(1, 3)]"), ("merge([(1, 9), (2, 3)])", "[(1, 9)]"), ("merge([(5, 6), (1, 2)])", "[(1, 2), (5, 6)]"), ("merge([(1, 1)])", None), ("merge([(1, 4), (2, 3), (3, 6)])", None)],
        truth=["merge([])", "merge([(1, 2), (2, 3)])", "merge([(1, 9), (2, 3)])", "merge([(5, 6), (1, 2)])", "merge([(1, 1), (1, 1)])", "merge([(1, 2), (3, 4), (2, 3)])", "merge([(1, 10), (2, 3), (4, 11)])"],
    ),
    dict(
        id="price",
        task="price(cents, amount): the sum with 10 % off from ten pieces on, rounded down to cents; ValueError for a negative number.",
        solutions=[
            "def price(cents, amount):\n    if cents < 0 or amount < 0:\n        raise ValueError('negative')\n    total = cents * amount\n    if amount >= 10:\n        total = total * 9 // 10\n    return total\n",
            "def price(cents, amount):\n    if min(cents, amount) < 0:\n        raise ValueError('negative')\n    share = 100 if amount < 10 else 90\n    return cents * amount * share // 100\n",
        ],
        gates=["price(100, 2)", "price(100, 20)"],
        inputs=[("price(100, 10)", "900"), ("price(100, 9)", "900"), ("price(0, 5)", "0"), ("price(-1, 1)", "ValueError"), ("price(1, -1)", "ValueError"), ("price(33, 11)", None), ("price(5, 0)", "0")],
        truth=["price(100, 10)", "price(100, 9)", "price(100, 11)", "price(0, 5)", "price(5, 0)", "price(-1, 1)", "price(1, -1)", "price(33, 11)", "price(7, 13)"],
    ),
    dict(
        id="duration",
        task="seconds(text): '1h2m3s', '45s', '2h' as seconds; parts in this order, each at most once; ValueError otherwise, also for ''.",
        solutions=[
            "import re\n\n\ndef seconds(text):\n    match = re.fullmatch(r'(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?', text)\n    if match is None or text == '':\n        raise ValueError(text)\n    h, m, s = (int(part or 0) for part in match.groups())\n    return h * 3600 + m * 60 + s\n",
            "def seconds(text):\n    total = 0\n    number = ''\n    left = 'hms'\n    weights = {'h': 3600, 'm': 60, 's': 1}\n    for c in text:\n        if c in '0123456789':\n            number += c\n        elif c in left and number != '':\n            total += int(number) * weights[c]\n            left = left[left.index(c) + 1:]\n            number = ''\n        else:\n            raise ValueError(text)\n    if text == '' or number != '':\n        raise ValueError(text)\n    return total\n",
        ],
        gates=["seconds('1h2m3s')", "seconds('45s')"],
        inputs=[("seconds('')", "ValueError"), ("seconds('2h')", "7200"), ("seconds('1m1h')", "ValueError"), ("seconds('5')", "ValueError"), ("seconds('0s')", "0"), ("seconds('1h1s')", None), ("seconds('h')", "ValueError")],
        truth=["seconds('')", "seconds('2h')", "seconds('3m')", "seconds('1m1h')", "seconds('5')", "seconds('0s')", "seconds('1h1s')", "seconds('h')", "seconds('1s1s')", "seconds('90m')"],
    ),
    dict(
        id="top",
        task="top(words, n): the n most frequent words with their counts, the most frequent first, equal ones by name.",
        solutions=[
            "def top(words, n):\n    counts = {}\n    for word in words:\n        counts[word] = counts.get(word, 0) + 1\n    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:max(0, n)]\n",
            "from collections import Counter\n\n\ndef top(words, n):\n    ordered = sorted(Counter(words).items())\n    ordered.sort(key=lambda item: item[1], reverse=True)\n    return ordered[:n] if n > 0 else []\n",
        ],
        gates=["top(['a', 'a', 'b'], 1)"],
        inputs=[("top([], 3)", "[]"), ("top(['b', 'a'], 2)", "[('a', 1), ('b', 1)]"), ("top(['a'], 5)", "[('a', 1)]"), ("top(['a', 'b'], 0)", "[]"), ("top(['b', 'c', 'c', 'a'], 3)", None), ("top(['a', 'b'], -1)", None)],
        truth=["top([], 3)", "top(['b', 'a'], 2)", "top(['a'], 5)", "top(['a', 'b'], 0)", "top(['b', 'c', 'c', 'a'], 3)", "top(['a', 'b', 'c'], -1)", "top(['x', 'x', 'y', 'y', 'z'], 2)"],
    ),
    dict(
        id="version",
        task="newer(a, b): whether version a ('1.10.2') is newer than b; missing parts are 0.",
        solutions=[
            "def newer(a, b):\n    x = [int(part) for part in a.split('.')]\n    y = [int(part) for part in b.split('.')]\n    size = max(len(x), len(y))\n    x += [0] * (size - len(x))\n    y += [0] * (size - len(y))\n    return x > y\n",
            "from itertools import zip_longest\n\n\ndef newer(a, b):\n    for p, q in zip_longest(a.split('.'), b.split('.'), fillvalue='0'):\n        if int(p) != int(q):\n            return int(p) > int(q)\n    return False\n",
        ],
        gates=["newer('2.0', '1.0')", "newer('1.0', '2.0')"],
        inputs=[("newer('1.10', '1.9')", "True"), ("newer('1.0', '1')", "False"), ("newer('1', '1.0.1')", "False"), ("newer('1.0', '1.0')", "False"), ("newer('1.0.1', '1')", None), ("newer('10', '9')", None)],
        truth=["newer('1.10', '1.9')", "newer('1.0', '1')", "newer('1', '1.0')", "newer('1', '1.0.1')", "newer('1.0.1', '1')", "newer('1.0', '1.0')", "newer('0', '0')", "newer('1.2.3', '1.2.4')", "newer('1.3', '1.2.9')"],
    ),
    dict(
        id="matrix",
        task="turn(rows): a rectangular list of rows turned by a quarter clockwise.",
        solutions=[
            "def turn(rows):\n    return [list(column) for column in zip(*rows[::-1])]\n",
            "def turn(rows):\n    if not rows:\n        return []\n    height = len(rows)\n    return [[rows[height - 1 - y][x] for y in range(height)] for x in range(len(rows[0]))]\n",
        ],
        gates=["turn([[1]])"],
        inputs=[("turn([])", "[]"), ("turn([[1, 2], [3, 4]])", "[[3, 1], [4, 2]]"), ("turn([[1, 2, 3]])", "[[1], [2], [3]]"), ("turn([[1], [2]])", None), ("turn([[1, 2], [3, 4], [5, 6]])", None)],
        truth=["turn([])", "turn([[1, 2], [3, 4]])", "turn([[1, 2, 3]])", "turn([[1], [2]])", "turn([[1, 2], [3, 4], [5, 6]])"],
    ),
]
