local s = extends "chain2"
