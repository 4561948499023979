"""Does the summary become what it is meant to be, and nothing of what an adapter scrawls become markup?"""

import re
import sys

from markdown_it import MarkdownIt

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
expected = {"h2", "h3", "p", "a", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "code", "details", "summary"}
tags = {tag.lower() for tag in re.findall(r"</?([A-Za-z][A-Za-z0-9-]*)", html)}
assert tags <= expected, f"unexpected tags: {tags - expected}"
links = set(re.findall(r'href="([^"]*)"', html))
assert all(link.startswith("https://") for link in links), links
assert "alert(1)" in re.sub(r"<code>.*?</code>", "", html, flags=re.S), "the scrawl is there, as text"
print(f"Markdown: {html.count('<li>')} points, {len(links)} links, and no markup but its own")
