local s = extends "chain8"
