local s = scheme { name = "stops", nmae = 1 }
error("Here it ends.")
