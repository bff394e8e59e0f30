"""The ledger (台账): what stands and what is owed on a day, before anybody judges or shows it."""
