"""Chart, map and table tags, keyset paging, rendering of PDF and sheets; knows no subject."""
