"""People and groups by their own names: of the register, met before in the article, or of strangers."""

from collections.abc import Sequence
from dataclasses import replace

from events.extraction.bodies import named_behind
from events.extraction.names import Mention, Who, who_of
from events.extraction.owners import Owners
from events.extraction.text import Token
from events.model import ActorType
from events.register import agencies, unknown_id


class NamedActors(Owners):
    """Finds people and groups by name, and what stands behind the name and says whose they are."""

    def _person(self, tokens: Sequence[Token], i: int) -> Mention | None:
        found = self.atoms.alias(tokens, i)
        if found and found[1].form == "person":
            who, end = who_of(found[1].entry), found[0]
            self.memory.learn_name(who, [t.text for t in tokens[i:end]])
            return Mention(i, self._apposition(tokens, end, who)[0], (who,), "name")
        if not tokens[i].is_name_like:
            return None
        agency = self.atoms.agency(tokens, i)
        if agency:
            return Mention(i, agency, (), "agency")
        end = i + 1 if self.headline else self.atoms.name(tokens, i)
        if end == i:
            return None
        words = [t.text for t in tokens[i:end]]
        met = self._met(words)
        organ = None if met else self.atoms.organ(tokens, i)
        if organ and organ[0] >= end:
            return None  # "the Foreign Ministry" is that of a state
        group = None if met or self.headline else self._group(tokens, i)
        if group:
            return group
        if met:
            return Mention(i, self._apposition(tokens, end, met)[0], (met,), "name")
        return None if self.headline else self._stranger(tokens, i, end, words)

    def _stranger(self, tokens: Sequence[Token], i: int, end: int, words: list[str]) -> Mention | None:
        """A name nobody has introduced: an actor if what follows says whose, or if it speaks."""
        name = " ".join(words).replace(" - ", "-")
        if name in agencies():
            return Mention(i, end, (), "agency")
        blank = Who(unknown_id(name, None), name, None, ActorType.PERSON, None, "unknown name")
        last, who = self._apposition(tokens, end, blank)
        if who is not blank:
            self.memory.learn_name(who, words)
            return Mention(i, last, (who,), "name")
        if i and len(words) >= 2 and self.atoms.speaks(tokens, i, end):
            self.memory.learn_name(blank, words)
            return Mention(i, end, (blank,), "name")
        return None

    def _apposition(self, tokens: Sequence[Token], end: int, who: Who) -> tuple[int, Who]:
        """What follows a name and says whose it is: ", the head of Ukraine's ...," or "dari Tiongkok"."""
        end = self.atoms.paren(tokens, end)
        from_owner = self.grammar.has("owner after") and end + 1 < len(tokens)
        if from_owner and tokens[end].lower in self.grammar.words("origin"):
            owner = self.atoms.owner(tokens, end + 1)
            if owner:
                country = owner[1].entry.country
                return owner[0], who if who.country else replace(
                    who, country=country, part_of=owner[1].entry.id, id=unknown_id(who.name, owner[1].entry.id), why=""
                )
        if end >= len(tokens) or tokens[end].text != ",":
            return end, who
        at = end + 1
        while at < len(tokens) and tokens[at].lower in self.grammar.words("determiners"):
            at += 1
        if at >= len(tokens):
            return end, who
        memory = (dict(self.memory.last_persons), self.memory.last_group, dict(self.memory.people))
        title = self._titled(tokens, at)
        mention = title or (self._owned(tokens, at) if self.grammar.has("owner before") else None)
        self.memory.last_persons, self.memory.last_group, self.memory.people = memory
        if mention is None or mention.form != "title" or not mention.who:
            return end, who
        last = mention.last
        if last < len(tokens) and tokens[last].text not in (",", "."):
            return end, who
        last = last + 1 if last < len(tokens) and tokens[last].text == "," else last
        if who.country:
            return last, who
        owner_who = mention.who[0]
        part = owner_who.part_of
        return last, replace(who, country=owner_who.country, part_of=part, id=unknown_id(who.name, part), why="")

    def _group(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """A group or organisation that the register lacks, known for one by a noun in its name; its country is not."""
        found = self.atoms.group(tokens, i)
        if found is None:
            return None
        end, kind = found
        name = " ".join(t.text for t in tokens[i:end]).replace(" - ", "-")
        return self._named_group(tokens, i, end, Who(unknown_id(name, None), name, None, kind, None, "unknown name"))

    def _kind_then_name(self, tokens: Sequence[Token], i: int) -> Mention | None:
        """ "kelompok peretas Brain Cipher", "le groupe Ansaru": a body that the register lacks; its country is not."""
        found = None if self.headline else named_behind(self.atoms, tokens, i)
        if found is None:
            return None
        start, end, kind = found
        words = [t.text for t in tokens[start:end]]
        name = " ".join(words).replace(" - ", "-")
        met, home = self._met(words), self.memory.home
        who = met or Who(unknown_id(name, None), name, None, kind, None, "unknown name")
        if not met and home and tokens[i].lower in self.grammar.words("local_bodies"):
            who = Who(unknown_id(name, home.id), name, home.country, kind, home.id, "country of the article")
        if not met:
            self.memory.learn_name(who, words)
        return self._named_group(tokens, i, end, who)
