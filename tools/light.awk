# The lock file without what only the extra "spark" needs: 450 MB that nobody waits for who does not use it.
/^[^ #]/ { heavy = ($0 ~ /^(pyspark|py4j)==/) }
!heavy
