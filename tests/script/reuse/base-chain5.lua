local s = extends "base-chain6"
