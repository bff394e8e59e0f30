"""Date arithmetic: which days are worked, how lengths are counted, and when what is due.

Everything here is a pure function of days that are handed in; nothing knows what day it is.
"""
