"""What a person may change (configs/global_config.yaml), and where the program keeps its files."""
