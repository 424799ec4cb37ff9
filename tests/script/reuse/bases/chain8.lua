local s = extends "chain9"
