local s = extends "chain7"
