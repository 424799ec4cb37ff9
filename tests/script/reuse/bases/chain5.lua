local s = extends "chain6"
