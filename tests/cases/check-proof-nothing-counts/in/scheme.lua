local s=scheme{name="q",title="q"}
local pt=members{party="中共"}
s:relation "l" {title="l",from=pt,to=members()-pt,load={min=0,max=2,points=1},balance=true}
s:relation "g" {title="g",from=pt,to=groups("county")}
s:link "k" {on="l",title="k",to="g",points=2}
s:stages {"preference","principle","balance"}
