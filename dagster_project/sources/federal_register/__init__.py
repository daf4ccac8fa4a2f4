"""Federal Register documents that mention the Entity List: the rules behind the citations.

Here: reading the documents API's JSON. Not here: joining a citation to a document (dbt).
"""
