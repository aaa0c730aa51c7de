## Deliveries that failed: whose turn it is and what comes next.

failed-heading = What keeps deliveries
failed-caption = Deliveries that failed, oldest first
failed-state = State
failed-side = Whose turn it is
failed-next = Next step
failed-state-waiting = waiting
failed-state-refused = refused
failed-side-here = a person here
failed-side-partner = the partner
failed-side-between = nobody: it passes
failed-side-node = this node
failed-next-here = Correct the partner’s address or keys.
failed-next-partner = Call the partner: it must look at its node, its keys or whom it has accredited.
failed-next-between = Nothing: it is tried again by itself.
failed-next-node = Show this to whoever runs this node.
