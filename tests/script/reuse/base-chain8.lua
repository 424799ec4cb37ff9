local s = extends "base-chain9"
