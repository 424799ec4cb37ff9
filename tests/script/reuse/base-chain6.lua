local s = extends "base-chain7"
