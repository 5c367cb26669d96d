"""Asking the model: one question, one answer of the right shape, or one sentence about what went wrong.

A server may bind its answer to a schema, offer it as a tool, or only be told of it; the ways are tried in this
order, and what a server answers is remembered. No tool is ever offered that does anything.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from events.language_model.answer import Answer
from events.language_model.cache import Cache
from events.language_model.prompt import codebook
from events.language_model.settings import Settings
from events.model import Problem, one_line

if TYPE_CHECKING:
    import httpx2

MODES = ("schema", "tool", "prompt")
LARGEST = 2_000_000  # bytes of an answer
TOKENS = 8_000  # of an answer
_UNFIT = frozenset({400, 404, 415, 422, 501})
"""Statuses by which servers say that they do not know a way of asking."""


class ModelFailure(Problem):
    """The model could not be asked or did not answer as it must; no article is at fault."""

    exit_status = 1


def ask(settings: Settings, message: str, cache: Cache) -> Answer:
    """The answer to a message, from the cache where it was given before; raises ModelFailure."""
    kept = cache.get(settings, message)
    if kept is not None:
        return kept
    first = cache.mode(settings)
    modes = sorted(MODES, key=lambda mode: (mode != first, MODES.index(mode)))
    why = ""
    for mode in modes:
        answer, why = _ask_in(settings, message, mode)
        if answer is not None:
            cache.put_mode(settings, mode)
            cache.put(settings, message, answer)
            return answer
    raise ModelFailure(
        f'The language model "{one_line(settings.model)}" at {one_line(settings.host)} gave no answer that can be '
        f"used ({why}); try another model, or let the rules read alone (--extractor rules)."
    )


def _ask_in(settings: Settings, message: str, mode: str) -> tuple[Answer | None, str]:
    """The answer in one way of asking; or none, and why another way may do better."""
    try:
        from pydantic_ai.exceptions import AgentRunError, ModelAPIError, ModelHTTPError
    except ImportError:
        raise Problem(
            "The language model's library is not installed; in the program's folder, install it with "
            ".venv/bin/pip install --editable '.[llm]'."
        ) from None
    try:
        with ThreadPoolExecutor(1) as own:  # whose thread has no event loop yet, as that of a notebook does
            return own.submit(asyncio.run, _run(settings, message, mode)).result(), ""
    except ModelHTTPError as error:
        if error.status_code in _UNFIT:
            return None, f"status {error.status_code}"
        raise _failure(settings, f"it answered with status {error.status_code}") from None
    except TimeoutError:
        raise _failure(settings, f"it did not answer within {settings.timeout * settings.tries:g} seconds") from None
    except TooLarge:
        raise _failure(settings, f"its answer is larger than {LARGEST:,} bytes") from None
    except ModelAPIError as error:
        raise _failure(settings, one_line(str(error.__cause__ or error), 120)) from None
    except AgentRunError as error:
        return None, one_line(str(error), 120)


def _failure(settings: Settings, why: str) -> ModelFailure:
    return ModelFailure(
        f"The language model at {one_line(settings.host)} could not be asked ({why}); see that it runs and that its "
        "address, model and key are right, or let the rules read alone (--extractor rules)."
    )


async def _run(settings: Settings, message: str, mode: str) -> Answer:
    import httpx2
    from openai import AsyncOpenAI
    from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    shapes: dict[str, Any] = {"schema": NativeOutput, "tool": ToolOutput, "prompt": PromptedOutput}
    limits = httpx2.Timeout(settings.timeout, connect=min(10.0, settings.timeout))
    async with httpx2.AsyncClient(timeout=limits, transport=_capped(), trust_env=False) as http:
        client = AsyncOpenAI(
            base_url=settings.url, api_key=settings.key or "none", http_client=http, max_retries=settings.tries - 1
        )
        model = OpenAIChatModel(settings.model, provider=OpenAIProvider(openai_client=client))
        agent: Agent[None, Answer] = Agent(
            model,
            output_type=shapes[mode](Answer),
            instructions=codebook(),
            model_settings={"temperature": 0.0, "seed": 1, "max_tokens": TOKENS},
            retries=1,
        )
        return (await asyncio.wait_for(agent.run(message), settings.timeout * settings.tries)).output


class TooLarge(Exception):  # noqa: N818 - becomes a sentence at once
    """An answer that would fill the memory."""


def _capped() -> "httpx2.AsyncBaseTransport":
    """A transport that stops reading an answer that is too large."""
    import httpx2

    class Capped(httpx2.AsyncByteStream):
        """The bytes of an answer, counted."""

        def __init__(self, inner: Any) -> None:
            self.inner, self.read = inner, 0

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for part in self.inner:
                self.read += len(part)
                if self.read > LARGEST:
                    raise TooLarge
                yield part

        async def aclose(self) -> None:
            await self.inner.aclose()

    class Transport(httpx2.AsyncHTTPTransport):
        """An ordinary transport whose answers are counted."""

        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            response = await super().handle_async_request(request)
            response.stream = Capped(response.stream)
            return response

    return Transport()
