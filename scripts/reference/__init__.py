"""Parts of the generated reference: each file makes the text of one kind of page from declarations alone."""
