package index

// The sections of the index stream, in order.
const (
	secPostings    = iota // lists of documents, in the order of their terms
	secTerms              // blocks of terms
	secTermIndex          // first term and place of every block
	secRecords            // where every block of records begins in the documents' stream
	secArrivals           // order and arrival of each document, in blocks
	secArrivalRows        // place and first values of every block of them
	secTagRows            // tags of each document, in blocks
	secTagIndex           // place of every block of them
	secIDs                // table of ids
	secSame               // table of address hashes
	secVariants           // table of variant hashes
	secTitles             // documents by sort key, in blocks
	secTitleIndex         // place of every block of them
	secRanks              // place of each document among them
	secLetters            // documents by the first letters of their words; from format 2 on
	secFooter             // the segment's entry once more
	numSections
)

// headBytes is the length of what stands before the first section: the magic
// and the versions.
const headBytes = 12

const (
	indexMagic = "PFX1"
	docsMagic  = "PFD1"
)

// consistent says that the sections fill the stream, and that those of fixed
// width have the width that the number of documents asks for.
func (m *Meta) consistent() bool {
	last := m.sections[numSections-1]
	end := last.off + last.len
	pages := (end + payloadBytes - 1) / payloadBytes
	n := int64(m.Docs)
	return m.IndexBytes == end+pages*pageSum &&
		m.DocsBytes >= n &&
		m.sections[secRecords].len == 4*(blocksOf(n, recordBlock)+1) &&
		m.sections[secRanks].len == 4*n &&
		m.sections[secIDs].len == hashEntry*n &&
		m.sections[secSame].len == hashEntry*n &&
		m.sections[secVariants].len == hashEntry*n &&
		m.sections[secArrivalRows].len == arrivalRow*blocksOf(n, rowBlock) &&
		m.sections[secTagIndex].len == 4*(blocksOf(n, rowBlock)+1) &&
		m.sections[secTitleIndex].len == 4*(blocksOf(n, titleBlock)+1)
}

const (
	recordBlock = 16  // documents between two whose places are kept
	rowBlock    = 128 // documents in a block of arrivals or of tags
	titleBlock  = 64  // documents in a block of titles
	termBlock   = 64  // terms in a block
	listBlock   = 128 // documents in a block of a list
	arrivalRow  = 20  // bytes: order, arrival, place
	hashEntry   = 9   // bytes: 6 of the hash, 3 of the number
)

func blocksOf(n, size int64) int64 { return (n + size - 1) / size }
