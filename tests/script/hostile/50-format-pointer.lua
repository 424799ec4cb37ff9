-- fails: %p would print an address
local s = scheme { name = "hostile" }
error(('%p'):format({}))
