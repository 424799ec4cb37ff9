local s = extends "chain5"
