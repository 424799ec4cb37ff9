local s = extends "base-chain8"
