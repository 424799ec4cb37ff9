local s = extends "base-chain4"
