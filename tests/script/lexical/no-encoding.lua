local a = "ÿÿ"
