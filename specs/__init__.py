"""What must hold: declarations of machines and the error catalogue. Data, no behaviour."""
