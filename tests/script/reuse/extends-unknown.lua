local s = extends "jinhua-2020"
