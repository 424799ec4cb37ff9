local s = extends "base-chain3"
