local s = scheme {
  name = "ÕþÐ­" }
