local s = extends "base-chain2"
