"""Python's side of the rows: the same work with the multiprocessing module.

Started once as `python3 -m mp4j_peer`. Lines of standard input are commands, each with one line of
standard output for an answer:

    open NAME ARGUMENT...  sets a row up: starts its processes         ok
    measure SECONDS        works for that long, in the open row        a number in the row's unit
    close                  ends the processes of the open row          ok

What goes wrong is answered with `error` and a reason. The program ends with its standard input.

Started as `python3 -m mp4j_peer program METHOD` it is a whole program with a pool, as
`python3 -m mp4j_peer first-start` one that says how long its first child takes, and as
`python3 mp4j_peer.py second-start METHOD` one that says it of its second.

Start methods: the rows about starts name theirs. To spawn is to begin with a fresh interpreter as a
JVM begins afresh. All others measure children that are up, and fork where that is possible.
"""

import multiprocessing
import os
import re
import subprocess
import sys
import time
from time import perf_counter, perf_counter_ns

MIB = 1 << 20
BATCH = 64  # steps between two looks at the clock, where a step is short
END = -1  # tells a consumer that one producer has no more items


def natural_context():
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else None)


# --- what the children run ---------------------------------------------------------------------


def nothing():
    pass


def wait(event):
    event.set()
    time.sleep(60)


def tiny(x):
    return x + 1


def echo_bytes(connection):
    while True:
        connection.send_bytes(connection.recv_bytes())


def echo_objects(connection):
    while True:
        connection.send(connection.recv())


def drain(connection):
    """Receives up to an empty message, again and again, and answers how many bytes came."""
    total = 0
    while True:
        message = connection.recv_bytes()
        if message:
            total += len(message)
        else:
            connection.send(total)
            total = 0


def produce(count, queue, consumers):
    put = queue.put
    for item in range(count):
        put(item)
    for _ in range(consumers):
        put(END)
    return count


def consume(_, queue, producers):
    get = queue.get
    count = 0
    while producers:
        if get() == END:
            producers -= 1
        else:
            count += 1
    return count


def increment(seconds, value):
    start = perf_counter()
    end = start + seconds
    count = 0
    while perf_counter() < end:
        for _ in range(BATCH):
            with value.get_lock():
                value.value += 1
        count += BATCH
    return count, perf_counter() - start


def serve(connection, task, arguments):
    while True:
        connection.send(task(connection.recv(), *arguments))


class Crew:
    """Children that each do their task when they are told to, and answer how it went."""

    def __init__(self):
        self.context = natural_context()
        self.processes = []
        self.connections = []

    def add(self, task, *arguments):
        self.connections.append(self.start(serve, task, arguments))

    def start(self, target, *arguments):
        """Starts a child whose first argument is an end of a pipe, and returns the other end."""
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=target, args=(theirs, *arguments), daemon=True)
        process.start()
        theirs.close()
        self.processes.append(process)
        return ours

    def run(self, order):
        for connection in self.connections:
            connection.send(order)
        return [connection.recv() for connection in self.connections]

    def close(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.join()


# --- how to measure ----------------------------------------------------------------------------


def median_ns(seconds, step):
    """Times each step by itself; at least one."""
    samples = []
    now = perf_counter_ns()
    end = now + seconds * 1e9
    while not samples or now < end:
        step()
        after = perf_counter_ns()
        samples.append(after - now)
        now = after
    samples.sort()
    return samples[len(samples) // 2]


def per_second(seconds, units, step):
    """Repeats a step that does so many units of work; at least once."""
    start = now = perf_counter()
    done = 0
    while not done or now - start < seconds:
        step()
        done += units
        now = perf_counter()
    return done / (now - start)


# --- the rows ----------------------------------------------------------------------------------


class Start:
    def __init__(self, method):
        self.context = multiprocessing.get_context(method)

    def measure(self, seconds):
        return median_ns(seconds, self.start_and_join) / 1e6

    def start_and_join(self):
        process = self.context.Process(target=nothing)
        process.start()
        process.join()

    def close(self):
        pass


def run_this(*arguments):
    """Runs this module as a program and returns what it prints."""
    return run("-m", "mp4j_peer", *arguments)


def run(*arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()


class FirstStart:
    """The first start of a program, which has imported what it needs."""

    def measure(self, seconds):
        return float(run_this("first-start"))

    def close(self):
        pass


class StartByFile:
    """The second start of a program that is run by its file, which its children compile again."""

    def __init__(self, method):
        self.method = method

    def measure(self, seconds):
        return float(run(__file__, "second-start", self.method))

    def close(self):
        pass


def second_start(method):
    row = Start(method)
    row.measure(0)
    time.sleep(0.3)
    print(row.measure(0))


class Kill:
    """From the kill of a child that has nothing to do until it is gone."""

    def __init__(self, method):
        self.context = multiprocessing.get_context(method)

    def measure(self, seconds):
        event = self.context.Event()
        process = self.context.Process(target=wait, args=(event,))
        process.start()
        event.wait()
        time.sleep(0.3)
        start = perf_counter_ns()
        process.kill()
        process.join()
        return (perf_counter_ns() - start) / 1e6

    def close(self):
        pass


class Program:
    """A whole program, from its command to its end."""

    def __init__(self, method):
        self.method = method

    def measure(self, seconds):
        return median_ns(seconds, self.run) / 1e6

    def run(self):
        printed = run_this("program", self.method)
        assert printed == "[1, 4, 9, 16, 25]", f"it printed {printed}"

    def close(self):
        pass


def square(x):
    return x * x


def pool_program(method):
    with multiprocessing.get_context(method).Pool(4) as pool:
        print(pool.map(square, [1, 2, 3, 4, 5]))


class WorkerMemory:
    """What an idle worker has of the machine's memory, in MiB; of what is shared, its part."""

    def __init__(self, workers):
        self.workers = int(workers)

    def measure(self, seconds):
        with multiprocessing.get_context("spawn").Pool(self.workers) as pool:
            pool.map(square, range(self.workers * 4))
            time.sleep(0.3)
            sizes = sorted(self.mebibytes(child) for child in multiprocessing.active_children())
            return sizes[len(sizes) // 2]

    @staticmethod
    def mebibytes(child):
        with open(f"/proc/{child.pid}/smaps_rollup", encoding="ascii") as file:
            return int(re.search(r"^Pss: *([0-9]+)", file.read(), re.MULTILINE)[1]) / 1024

    def close(self):
        pass


class PoolRow:
    def __init__(self, workers):
        self.pool = natural_context().Pool(int(workers))

    def close(self):
        self.pool.terminate()
        self.pool.join()


class Map(PoolRow):
    def __init__(self, workers, count, chunksize="0"):
        super().__init__(workers)
        self.items = list(range(int(count)))
        self.chunksize = int(chunksize) or None

    def measure(self, seconds):
        return per_second(
            seconds, len(self.items), lambda: self.pool.map(tiny, self.items, self.chunksize)
        )


class Imap(PoolRow):
    def __init__(self, workers, count):
        super().__init__(workers)
        self.items = list(range(int(count)))

    def measure(self, seconds):
        return per_second(seconds, len(self.items), self.take_all)

    def take_all(self):
        taken = sum(1 for _ in self.pool.imap(tiny, self.items))
        assert taken == len(self.items), f"{taken} of {len(self.items)} results"


class MapShare:
    """The throughput with the most workers as a share of that with the best number of them."""

    def __init__(self, count, *workers):
        self.maps = [Map(number, count, 1) for number in workers]

    def measure(self, seconds):
        rates = [row.measure(seconds) for row in self.maps]
        return rates[-1] / max(rates)

    def close(self):
        for row in self.maps:
            row.close()


class Apply(PoolRow):
    def measure(self, seconds):
        return median_ns(seconds, lambda: self.pool.apply(tiny, (1,))) / 1e3


class ApplyLarge(PoolRow):
    def __init__(self, workers, size):
        super().__init__(workers)
        self.argument = bytes(int(size))

    def measure(self, seconds):
        return per_second(
            seconds, len(self.argument) / MIB, lambda: self.pool.apply(len, (self.argument,))
        )


class PipeBytes:
    def __init__(self, size):
        self.crew = Crew()
        self.connection = self.crew.start(echo_bytes)
        self.message = bytes(int(size))

    def measure(self, seconds):
        return median_ns(seconds, self.round_trip) / 1e3

    def round_trip(self):
        self.connection.send_bytes(self.message)
        self.connection.recv_bytes()

    def close(self):
        self.crew.close()


class PipeObject:
    def __init__(self):
        self.crew = Crew()
        self.connection = self.crew.start(echo_objects)

    def measure(self, seconds):
        return median_ns(seconds, self.round_trip) / 1e3

    def round_trip(self):
        self.connection.send((42, "a small object"))
        self.connection.recv()

    def close(self):
        self.crew.close()


class PipeOneWay:
    def __init__(self, size):
        self.crew = Crew()
        self.connection = self.crew.start(drain)
        self.message = bytes(int(size))

    def measure(self, seconds):
        start = perf_counter()
        sent = 0
        while perf_counter() - start < seconds:
            self.connection.send_bytes(self.message)
            sent += len(self.message)
        self.connection.send_bytes(b"")
        received = self.connection.recv()
        elapsed = perf_counter() - start
        assert received == sent, f"{received} of {sent} bytes arrived"
        return received / elapsed / 1e9

    def close(self):
        self.crew.close()


class Queue:
    def __init__(self, producers, consumers, items):
        self.producers = int(producers)
        self.consumers = int(consumers)
        self.items = int(items)
        self.crew = Crew()
        queue = self.crew.context.Queue()
        for _ in range(self.consumers):
            self.crew.add(consume, queue, self.producers)
        for _ in range(self.producers):
            self.crew.add(produce, queue, self.consumers)

    def measure(self, seconds):
        return per_second(seconds, self.items, self.pass_items)

    def pass_items(self):
        counts = self.crew.run(self.items // self.producers)
        arrived = sum(counts[: self.consumers])
        assert arrived == self.items, f"{arrived} of {self.items} items arrived"

    def close(self):
        self.crew.close()


class QueueShare:
    """The last shape's throughput as a share of the best shape's."""

    def __init__(self, items, *shapes):
        self.queues = [Queue(*shape.split(":"), items) for shape in shapes]

    def measure(self, seconds):
        rates = [queue.measure(seconds) for queue in self.queues]
        return rates[-1] / max(rates)

    def close(self):
        for queue in self.queues:
            queue.close()


class Lock:
    def __init__(self):
        self.lock = natural_context().Lock()

    def measure(self, seconds):
        return per_second(seconds, BATCH, self.pairs)

    def pairs(self):
        lock = self.lock
        for _ in range(BATCH):
            lock.acquire()
            lock.release()

    def close(self):
        pass


class Value:
    def __init__(self, processes):
        self.crew = Crew()
        self.value = self.crew.context.Value("q", 0)
        self.expected = 0
        for _ in range(int(processes)):
            self.crew.add(increment, self.value)

    def measure(self, seconds):
        tallies = self.crew.run(seconds)
        self.expected += sum(count for count, _ in tallies)
        assert self.value.value == self.expected, f"{self.value.value} is not {self.expected}"
        return sum(count / elapsed for count, elapsed in tallies)

    def close(self):
        self.crew.close()


ROWS = {
    "start": Start,
    "first-start": FirstStart,
    "start-by-file": StartByFile,
    "kill": Kill,
    "program": Program,
    "worker-memory": WorkerMemory,
    "map": Map,
    "imap": Imap,
    "map-share": MapShare,
    "apply": Apply,
    "apply-large": ApplyLarge,
    "pipe-bytes": PipeBytes,
    "pipe-object": PipeObject,
    "pipe-one-way": PipeOneWay,
    "queue": Queue,
    "queue-share": QueueShare,
    "lock": Lock,
    "value": Value,
}


# --- commands ----------------------------------------------------------------------------------


def answers(commands):
    yield "ready " + sys.version.split()[0]
    row = None
    for line in commands:
        command, *arguments = line.split()
        try:
            if command == "open":
                row = ROWS[arguments[0]](*arguments[1:])
                yield "ok"
            elif command == "measure":
                yield repr(row.measure(float(arguments[0])))
            else:
                row, closing = None, row
                if closing is not None:
                    closing.close()
                yield "ok"
        except Exception as e:
            yield f"error {type(e).__name__}: {e}".replace("\n", " ")


def main():
    # What a child may print must not get between the answers.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        for answer in answers(sys.stdin):
            print(answer, file=out, flush=True)
    except (KeyboardInterrupt, BrokenPipeError):
        pass


if __name__ == "__main__":
    if sys.argv[1:2] == ["program"]:
        pool_program(sys.argv[2])
    elif sys.argv[1:2] == ["first-start"]:
        print(Start("spawn").measure(0))
    elif sys.argv[1:2] == ["second-start"]:
        second_start(sys.argv[2])
    else:
        main()
