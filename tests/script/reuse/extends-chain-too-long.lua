local s = extends "base-chain1"
