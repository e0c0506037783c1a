"""What files tell besides what they show: metadata, embedded files, names, comments."""
