function f(a)
if a then return 1
else if b then return 2
end
end
