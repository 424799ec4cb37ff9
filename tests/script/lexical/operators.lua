local function f(a, b)
    if a.county != b.county && a.unit <> b.unit || !a.order then return a !== b end
    local n = 1
    n += 1 n++ a.load -= 2 n ..= "x"
    n /= 2
    if n === 1 or n => 2 or n =< 3 or n ＝＞ 4 then n := n ** 2 end
    return n > 1 ? "a" : "b"
end
return a ！＝ b，！a, a ≠ b, a ≤ b, a × b, a ＆＆ b, a ｜｜ b
