local s = extends "chain3"
