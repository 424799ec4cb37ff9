local s = extends "bases/chain1"
