"""Who did, said, demanded, threatened or denied what, to whom, when and where: from article to shared timeline."""
