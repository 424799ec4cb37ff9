string.trim = function(text) return text end
