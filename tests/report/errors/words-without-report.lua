local t = table.pack()
relation("liaison"):sources_of(1)
