local s = scheme {
