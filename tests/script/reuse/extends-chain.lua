local s = extends "bases/chain2"
