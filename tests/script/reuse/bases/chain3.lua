local s = extends "chain4"
