local s = extends "base-chain5"
