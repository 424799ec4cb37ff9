function is_leader(m) return m:has_role "党组成员" end
