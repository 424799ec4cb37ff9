#!/usr/bin/lua
local a，b