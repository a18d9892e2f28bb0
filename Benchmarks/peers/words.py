"""What the generated data may hold."""
COUNTRIES = "US CA MX BR AR GB FR DE ES IT NL BE SE NO DK PL JP CN IN AU".split()
STATUS = "new paid shipped returned cancelled".split()
LICENSES = ["cc-by-4.0", "cc0-1.0", "apache-2.0", "mit", "odc-by"]
EMAIL = r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$"
COLUMNS = "id,uuid,email,country,amount,quantity,created_at,ship_date,status,comment,is_gift,source_id".split(",")
