local s = scheme {
  name = "政协金华", x = 1 }
-- 说明文字
